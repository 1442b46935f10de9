package dev.belay.model.hub;

/** Hears how a download goes. */
public interface HubProgress {
    /** Hears nothing. */
    HubProgress SILENT = new HubProgress() {
        @Override
        public void onBytes(String file, long done, long total) {}

        @Override
        public void onNotice(String message) {}
    };

    /**
     * @param done bytes of the file that are there, those of an earlier attempt included
     * @param total bytes of the file
     */
    void onBytes(String file, long done, long total);

    /** Something the user should know, such as a wait for a busy server. */
    void onNotice(String message);
}
