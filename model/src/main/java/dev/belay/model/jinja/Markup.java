package dev.belay.model.jinja;

/** Tags and comments of HTML, which {@code striptags} takes out. */
final class Markup {
    private static final String COMMENT = "<!--";
    private static final String COMMENT_END = "-->";

    private Markup() {}

    /** What is opened and never closed stays. One pass: that a closing is missing is looked for once. */
    static String withoutTags(String text) {
        StringBuilder out = new StringBuilder();
        int lastTagEnd = text.lastIndexOf('>');
        int lastCommentEnd = text.lastIndexOf(COMMENT_END);
        int at = 0;
        for (int open = text.indexOf('<'); open >= 0 && open < lastTagEnd; open = text.indexOf('<', at)) {
            out.append(text, at, open);
            boolean comment = text.startsWith(COMMENT, open) && lastCommentEnd >= open + COMMENT.length();
            at = comment
                    ? text.indexOf(COMMENT_END, open + COMMENT.length()) + COMMENT_END.length()
                    : text.indexOf('>', open) + 1;
        }
        return out.append(text, at, text.length()).toString();
    }
}
