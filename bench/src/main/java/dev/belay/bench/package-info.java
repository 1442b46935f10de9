/** Microbenchmarks of the arithmetic a step is made of. Run one: {@code java -cp … org.openjdk.jmh.Main RandomKey}. */
@NullMarked
package dev.belay.bench;

import org.jspecify.annotations.NullMarked;
