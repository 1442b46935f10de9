/** Small fixed tasks that belay and other trainers can both run, for figures side by side. */
@NullMarked
package dev.belay.app.bench;

import org.jspecify.annotations.NullMarked;
