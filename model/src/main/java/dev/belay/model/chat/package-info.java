/**
 * Conversations as the text a model was trained on. {@link dev.belay.model.chat.ChatTemplate} is a checkpoint's own template
 * (chat_template.jinja, or the key chat_template of tokenizer_config.json), filled in by {@link dev.belay.model.jinja};
 * {@link dev.belay.model.chat.AssistantMask} says which tokens of it the assistant spoke.
 */
@NullMarked
package dev.belay.model.chat;

import org.jspecify.annotations.NullMarked;
