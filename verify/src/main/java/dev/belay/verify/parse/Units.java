package dev.belay.verify.parse;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Known unit words, folded to one spelling each ("metres" and "m" to "m"). Unknown words are kept as written. */
final class Units {

    private static final Map<String, String> FOLDED = table(
            "m:meter,metre",
            "cm:centimeter,centimetre",
            "mm:millimeter,millimetre",
            "km:kilometer,kilometre,kms",
            "in:inch,inches",
            "ft:foot,feet",
            "yd:yard",
            "mi:mile",
            "g:gram,gramme,gm",
            "kg:kilogram,kilo,kgs",
            "mg:milligram",
            "lb:pound,lbs",
            "oz:ounce",
            "ton:tonne",
            "s:second,sec,secs",
            "min:minute,mins",
            "h:hour,hr,hrs",
            "day:day",
            "week:week",
            "month:month",
            "year:year,yr,yrs",
            "L:liter,litre",
            "mL:milliliter,millilitre,ml",
            "mi/h:mph",
            "km/h:kmh,kph",
            "degree:deg",
            "radian:rad",
            "dollar:buck,usd,USD",
            "cent:cent",
            "euro:eur,EUR",
            "N:newton",
            "J:joule",
            "W:watt",
            "V:volt",
            "Hz:hertz",
            "unit:unit",
            "gallon:gallon",
            "kJ:kilojoule",
            "acre:acre",
            "point:point",
            "square:sq");

    private Units() {}

    /** Whether a run of letters is a whole known unit word. */
    static boolean isUnit(String run) {
        return FOLDED.containsKey(run) || FOLDED.containsKey(run.toLowerCase(Locale.ROOT));
    }

    /** Whether a text is a quotient or power of known units: "m/s^2". */
    static boolean isCompound(String text) {
        if (text.length() > 24 || !text.matches("[A-Za-z~/^{}0-9-]*[/^][A-Za-z~/^{}0-9-]*")) {
            return false;
        }
        boolean any = false;
        for (String run : text.split("[^A-Za-z]+", -1)) {
            any |= !run.isEmpty();
            if (!run.isEmpty() && !isUnit(run)) {
                return false;
            }
        }
        return any && !Character.isDigit(text.charAt(0));
    }

    /** One spelling for a unit word; words that are not known lose case and a plural s. */
    static String fold(String run) {
        String exact = FOLDED.get(run);
        if (exact != null) {
            return exact;
        }
        String lower = run.toLowerCase(Locale.ROOT);
        String known = FOLDED.get(lower);
        if (known != null) {
            return known;
        }
        return lower.length() > 3 && lower.endsWith("s") && !lower.endsWith("ss")
                ? lower.substring(0, lower.length() - 1)
                : lower;
    }

    private static Map<String, String> table(String... rows) {
        Map<String, String> map = new HashMap<>();
        for (String row : rows) {
            int colon = row.indexOf(':');
            String folded = row.substring(0, colon);
            map.put(folded, folded);
            for (String word : row.substring(colon + 1).split(",", -1)) {
                map.put(word, folded);
                if (word.length() > 2) {
                    map.put(word + "s", folded);
                }
            }
        }
        return Map.copyOf(map);
    }
}
