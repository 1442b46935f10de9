package dev.belay.loop.data;

/** One turn of a prompt. */
public record Message(Role role, String text) {
    /** Who speaks. */
    public enum Role {
        SYSTEM,
        USER,
        ASSISTANT
    }

    public static Message user(String text) {
        return new Message(Role.USER, text);
    }
}
