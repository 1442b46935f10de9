/** Tests of chat templates. */
@NullMarked
package dev.belay.model.chat;

import org.jspecify.annotations.NullMarked;
