package dev.belay.verify.rules.instruction;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSyntaxTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "-0.5e+7",
                "0",
                "\"\"",
                "\"\\\"\\\\\\/\\b\\u00Ff\"",
                "true",
                "null",
                "NaN",
                "-Infinity",
                "[]",
                "{}",
                "[[], {}, [1]]",
                "{\"a\": {\"b\": [1, {\"c\": 2}]}, \"a\": 3}",
                " [ 1 , 2 ] ",
                "{ }"
            })
    void valid(String json) {
        assertThat(JsonSyntax.firstError(json)).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''        | 0
            [1,]      | 3
            [1 2]     | 3
            {"a" 1}   | 5
            {"a":1,}  | 7
            {a:1}     | 1
            01        | 1
            1.        | 1
            .5        | 0
            +1        | 0
            1e        | 1
            --1       | 1
            tru       | 0
            "a        | 2
            "\\x"     | 3
            "\\u12G4" | 5
            ]         | 0
            [1]]      | 3
            {]        | 1
            [}        | 1
            1 2       | 2""")
    void invalid_atTheFirstWrongCharacter(String json, int at) {
        assertThat(JsonSyntax.firstError(json)).isEqualTo(at);
    }

    @Test
    void controlCharacterInAString_isRefused() {
        assertThat(JsonSyntax.firstError("\"a\nb\"")).isEqualTo(2);
    }

    @Test
    void depth_isNotLimited() {
        String open = "[{\"a\":".repeat(50_000);
        assertThat(JsonSyntax.firstError(open + "1" + "}]".repeat(50_000))).isEqualTo(-1);
        assertThat(JsonSyntax.firstError(open)).isEqualTo(open.length());
    }
}
