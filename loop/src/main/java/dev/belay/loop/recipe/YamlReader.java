package dev.belay.loop.recipe;

import dev.belay.model.InvalidInputException;
import dev.belay.model.files.AtomicFile;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.representer.Representer;

/**
 * Reads one YAML document (JSON is YAML too) into a {@link Tree}. Nothing is constructed from tags, a key written twice
 * is refused, and size, depth and the nodes that aliases unfold to are bounded, so no file can run the machine out of
 * memory.
 */
public final class YamlReader {
    private static final int MAX_BYTES = 4 << 20;
    private static final int MAX_DEPTH = 50;
    private static final int MAX_NODES = 100_000;
    private static final int MAX_ALIASES = 200;

    private final String source;
    private int nodes;

    private YamlReader(String source) {
        this.source = source;
    }

    /** @throws InvalidInputException when the file is missing, unreadable, too large or not YAML */
    public static Tree read(Path file) {
        return parse(text(file), file.toString());
    }

    /**
     * @param source what messages call the text's origin
     * @throws InvalidInputException when the text is not one YAML document
     */
    public static Tree parse(String text, String source) {
        return new YamlReader(source).document(text);
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new InvalidInputException(
                        file + ": a recipe may have up to " + MAX_BYTES + " bytes, got " + Files.size(file));
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new InvalidInputException("no such file: " + file, e);
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(file + ": not UTF-8 text", e);
        } catch (IOException e) {
            throw new InvalidInputException(file + " cannot be read: " + AtomicFile.reason(e), e);
        }
    }

    private Tree document(String text) {
        Node root;
        try {
            root = yaml().compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            throw place(e.getProblemMark()).error("not YAML: " + e.getProblem(), e);
        } catch (YAMLException e) {
            throw Place.in(source).error("not YAML: " + e.getMessage(), e);
        }
        return root == null ? new Tree.Scalar("", false, new Place(source, 1, 1)) : tree(root, 0);
    }

    private static Yaml yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_BYTES);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        org.yaml.snakeyaml.DumperOptions unused = new org.yaml.snakeyaml.DumperOptions();
        return new Yaml(new SafeConstructor(options), new Representer(unused), unused, options);
    }

    private Tree tree(Node node, int depth) {
        Place place = place(node.getStartMark());
        // An alias leads to the same node again, so a node inside itself would go on for ever.
        if (depth > MAX_DEPTH) {
            throw place.error("nested deeper than " + MAX_DEPTH + " levels");
        }
        if (++nodes > MAX_NODES) {
            throw place.error("more than " + MAX_NODES + " values; are aliases (*name) repeated too often?");
        }
        return switch (node) {
            case ScalarNode s -> new Tree.Scalar(s.getValue(), s.getScalarStyle() != ScalarStyle.PLAIN, place);
            case SequenceNode s -> items(s, place, depth);
            case MappingNode m -> fields(m, place, depth);
            default -> throw place.error("unsupported YAML: " + node.getNodeId());
        };
    }

    private Tree items(SequenceNode sequence, Place place, int depth) {
        List<Tree> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(tree(item, depth + 1));
        }
        return new Tree.Items(items, place);
    }

    private Tree fields(MappingNode mapping, Place place, int depth) {
        Map<String, Tree.Field> fields = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Place at = place(tuple.getKeyNode().getStartMark());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw at.error("a key must be a word, got a list or a mapping");
            }
            Tree.Field field = new Tree.Field(key.getValue(), tree(tuple.getValueNode(), depth + 1), at);
            Tree.Field first = fields.putIfAbsent(field.key(), field);
            if (first != null) {
                throw at.error("key \"" + field.key() + "\" is written twice, first at line "
                        + first.place().line());
            }
        }
        return new Tree.Fields(List.copyOf(fields.values()), place);
    }

    private Place place(@Nullable Mark mark) {
        return mark == null ? Place.in(source) : new Place(source, mark.getLine() + 1, mark.getColumn() + 1);
    }
}
