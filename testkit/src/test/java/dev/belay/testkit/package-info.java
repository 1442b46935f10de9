/** Tests of the fakes and checks. */
@NullMarked
package dev.belay.testkit;

import org.jspecify.annotations.NullMarked;
