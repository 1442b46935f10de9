@NullMarked
package dev.belay.loop.data.jsonl;

import org.jspecify.annotations.NullMarked;
