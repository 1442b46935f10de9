/**
 * What a checkpoint says about a model and how it is stored: the architecture's numbers ({@link
 * dev.belay.model.checkpoint.ModelConfig}), the tensors it consists of ({@link
 * dev.belay.model.checkpoint.ParameterShape}) and the Hugging Face folder they live in.
 *
 * <p>A model family is a record ({@link dev.belay.model.checkpoint.Family}) that one transformer reads; to add one, add a
 * constant to {@code Family.ALL} and, if it names or shapes its tensors differently, extend {@link
 * dev.belay.model.checkpoint.ModelConfig#parameters()}.
 */
@NullMarked
package dev.belay.model.checkpoint;

import org.jspecify.annotations.NullMarked;
