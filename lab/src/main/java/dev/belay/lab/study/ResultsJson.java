package dev.belay.lab.study;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.belay.model.InvalidInputException;
import dev.belay.model.files.AtomicFile;
import dev.belay.model.files.Json;
import java.io.IOException;
import java.nio.file.Path;

/** Reads and writes results.json. What is undefined (NaN) is null in the file, for JSON has no NaN. */
public final class ResultsJson {
    public static final String FILE = "results.json";

    private ResultsJson() {}

    /** A mapper that writes undefined numbers as null. */
    public static ObjectMapper mapper() {
        SimpleModule numbers = new SimpleModule();
        numbers.addSerializer(Double.class, new FiniteOrNull());
        numbers.addSerializer(double.class, new FiniteOrNull());
        numbers.addDeserializer(double.class, new NullIsUndefined());
        return new ObjectMapper().registerModule(numbers);
    }

    /** Writes {@code folder/results.json}; a reader never sees half of it. */
    public static void write(Path folder, StudyResults results) {
        AtomicFile.write(folder.resolve(FILE), bytes(results));
    }

    /** A value as indented JSON. */
    static byte[] bytes(Object value) {
        try {
            return mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("results that are no JSON", e);
        }
    }

    public static StudyResults read(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            return mapper().readValue(file.toFile(), StudyResults.class);
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(file + " is not a study's results: " + Json.fault(e), e);
        } catch (IOException e) {
            throw new InvalidInputException(
                    file + " cannot be read as the results of a study: " + AtomicFile.reason(e), e);
        }
    }

    private static final class FiniteOrNull extends JsonSerializer<Double> {
        @Override
        public void serialize(Double value, JsonGenerator out, SerializerProvider provider) throws IOException {
            if (Double.isFinite(value)) {
                out.writeNumber(value.doubleValue());
            } else {
                out.writeNull();
            }
        }
    }

    /** Without it Jackson would read the null of a {@code double} as 0: an accuracy nobody measured. */
    private static final class NullIsUndefined extends JsonDeserializer<Double> {
        @Override
        public Double deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return in.getDoubleValue();
        }

        @Override
        public Double getNullValue(DeserializationContext context) {
            return Double.NaN;
        }
    }
}
