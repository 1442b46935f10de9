package dev.belay.app.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.loop.recipe.JsonSchema;
import dev.belay.loop.run.Methods;
import dev.belay.loop.run.Recipe;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the JSON Schema of recipes, for editors that complete and check YAML. */
@Command(
        name = "schema",
        description = "Prints the JSON Schema of recipes, for editors that complete and check YAML.",
        footer = {"Example:", "  ./belay schema > recipe.schema.json"})
final class SchemaCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run()
    private CommandSpec spec;

    @Override
    public void run() {
        ObjectNode schema = new JsonMapper().valueToTree(new JsonSchema(Methods.ALL).of(Recipe.class, "belay recipe"));
        PrintWriter out = spec.commandLine().getOut();
        out.println(schema.toPrettyString());
        out.flush();
    }
}
