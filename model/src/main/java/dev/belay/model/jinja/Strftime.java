package dev.belay.model.jinja;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Python's {@code strftime} in the C locale, for {@code strftime_now}. */
final class Strftime {
    private Strftime() {}

    static String format(LocalDateTime now, String format) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                out.append(c);
                continue;
            }
            boolean unpadded = format.charAt(i + 1) == '-' && i + 2 < format.length();
            i += unpadded ? 2 : 1;
            String field = field(now, format.charAt(i));
            out.append(unpadded ? field.replaceFirst("^0+(?=[0-9])", "") : field);
        }
        return out.toString();
    }

    private static String field(LocalDateTime now, char directive) {
        return switch (directive) {
            case 'd' -> pattern(now, "dd");
            case 'e' -> String.format(Locale.ROOT, "%2d", now.getDayOfMonth());
            case 'm' -> pattern(now, "MM");
            case 'b', 'h' -> pattern(now, "MMM");
            case 'B' -> pattern(now, "MMMM");
            case 'y' -> pattern(now, "uu");
            case 'Y' -> pattern(now, "uuuu");
            case 'a' -> pattern(now, "EEE");
            case 'A' -> pattern(now, "EEEE");
            case 'H' -> pattern(now, "HH");
            case 'I' -> pattern(now, "hh");
            case 'M' -> pattern(now, "mm");
            case 'S' -> pattern(now, "ss");
            case 'f' -> pattern(now, "SSSSSS");
            case 'p' -> pattern(now, "a");
            case 'j' -> pattern(now, "DDD");
            case 'w' -> Integer.toString(now.getDayOfWeek().getValue() % 7);
            case 'u' -> Integer.toString(now.getDayOfWeek().getValue());
            case 'F' -> pattern(now, "uuuu-MM-dd");
            case 'T', 'X' -> pattern(now, "HH:mm:ss");
            case 'D', 'x' -> pattern(now, "MM/dd/uu");
            case 'R' -> pattern(now, "HH:mm");
            case 'Z', 'z' -> "";
            case 'n' -> "\n";
            case 't' -> "\t";
            case '%' -> "%";
            default -> throw new TemplateError("strftime_now does not know the directive %" + directive);
        };
    }

    private static String pattern(LocalDateTime now, String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(now);
    }
}
