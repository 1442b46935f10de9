package dev.belay.loop.data;

import dev.belay.model.ChatFormat;

/** One turn of a prompt, or a text that is no turn. */
public record Message(Role role, String text) {
    /** Who speaks. */
    public enum Role {
        SYSTEM,
        USER,
        ASSISTANT,
        /** Nobody: the text is continued as it stands. */
        TEXT
    }

    /** A prompt to be continued as it stands. */
    public static Message text(String text) {
        return new Message(Role.TEXT, text);
    }

    public static Message user(String text) {
        return new Message(Role.USER, text);
    }

    /** The turn it is in a conversation; a text that is no turn becomes the user's. */
    public ChatFormat.Turn turn() {
        return new ChatFormat.Turn(
                switch (role) {
                    case SYSTEM -> "system";
                    case USER, TEXT -> "user";
                    case ASSISTANT -> "assistant";
                },
                text);
    }
}
