/**
 * Small files: JSON read strictly, with messages that name the file, the key and the value, and files that appear whole
 * or not at all ({@link dev.belay.model.files.AtomicFile}).
 */
@NullMarked
package dev.belay.model.files;

import org.jspecify.annotations.NullMarked;
