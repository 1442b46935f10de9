/** What language a text is in: shares of Unicode scripts, and a guess of the language from its commonest words. */
@NullMarked
package dev.belay.verify.rules.language;

import org.jspecify.annotations.NullMarked;
