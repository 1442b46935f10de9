/**
 * Layout rules: reasoning and answer tags, boxes. They look at form only, which is why they are the "format" control of
 * every study: a policy can earn them without solving anything.
 */
@NullMarked
package dev.belay.verify.rules.format;

import org.jspecify.annotations.NullMarked;
