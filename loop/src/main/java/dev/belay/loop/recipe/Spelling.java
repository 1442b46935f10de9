package dev.belay.loop.recipe;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Sentences about names that are not known. */
public final class Spelling {
    private Spelling() {}

    /** {@code unknown reward "anwser"; did you mean "answer"? known: answer, random}. */
    public static String unknown(String kind, String found, Collection<String> known) {
        return "unknown " + kind + " \"" + found + "\"; " + choices(found, known);
    }

    /** {@code did you mean "answer"? known: answer, random}, without the question when nothing is near. */
    public static String choices(String found, Collection<String> known) {
        String guess = nearest(found, known)
                .map(near -> "did you mean \"" + near + "\"? ")
                .orElse("");
        return guess + "known: " + (known.isEmpty() ? "none" : String.join(", ", known));
    }

    /**
     * The known name with the fewest edits, if a third of its letters or fewer differ. In three letters an edit is
     * another word: who writes gpu does not mean cpu.
     */
    static Optional<String> nearest(String found, Collection<String> known) {
        String plain = plain(found);
        return known.stream()
                .filter(k -> edits(plain, plain(k)) <= allowed(plain, k))
                .min(Comparator.comparingInt(k -> edits(plain, plain(k))));
    }

    private static int allowed(String found, String known) {
        int letters = Math.max(found.length(), known.length());
        return letters < 4 ? 0 : letters / 3;
    }

    /** Case, hyphens and underscores are the commonest slips: {@code max_new_tokens} for {@code maxNewTokens}. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    }

    /** Edit distance with neighbouring letters swapped counted as one edit (optimal string alignment). */
    static int edits(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
