@NullMarked
package dev.belay.app.rows;

import org.jspecify.annotations.NullMarked;
