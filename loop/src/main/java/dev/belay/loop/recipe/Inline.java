package dev.belay.loop.recipe;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The component's own keys stand beside its siblings' keys instead of below a key of their own: {@code {use: answer,
 * weight: 1}} is a record of an inline reward and a weight. At most one component of a record can be inline.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Inline {}
