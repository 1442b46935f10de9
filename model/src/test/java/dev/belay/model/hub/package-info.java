/** Tests of the Hub against a server that misbehaves. */
@NullMarked
package dev.belay.model.hub;

import org.jspecify.annotations.NullMarked;
