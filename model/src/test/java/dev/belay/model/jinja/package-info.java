/** Tests of chat templates. */
@NullMarked
package dev.belay.model.jinja;

import org.jspecify.annotations.NullMarked;
