package dev.belay.verify.rules.format;

/** What may stand between tags and their content. */
public enum TagSpacing {
    /** Anything inside the tags, white space between and around the two blocks. */
    FREE,
    /** open-r1's layout: every tag alone on its line, nothing around the two blocks. */
    OWN_LINES
}
