/** Tests of recipes and run directories, with models that need no native code. */
@NullMarked
package dev.belay.loop.run;

import org.jspecify.annotations.NullMarked;
