/** String normal forms of published graders, for results that must be comparable with theirs. */
@NullMarked
package dev.belay.verify.normal;

import org.jspecify.annotations.NullMarked;
