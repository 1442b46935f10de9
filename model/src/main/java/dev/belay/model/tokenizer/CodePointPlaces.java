package dev.belay.model.tokenizer;

/** Places counted in code points, as the library counts them, in UTF-16 units, as Java does. */
final class CodePointPlaces {
    private final int[] units;

    CodePointPlaces(String text) {
        int points = text.codePointCount(0, text.length());
        units = new int[points + 1];
        int unit = 0;
        for (int point = 0; point < points; point++) {
            units[point] = unit;
            unit += Character.charCount(text.codePointAt(unit));
        }
        units[points] = unit;
    }

    int unitOf(int codePoint) {
        return units[Math.clamp(codePoint, 0, units.length - 1)];
    }
}
