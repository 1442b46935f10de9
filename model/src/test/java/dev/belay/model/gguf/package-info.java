@NullMarked
package dev.belay.model.gguf;

import org.jspecify.annotations.NullMarked;
