package dev.belay.model.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.model.InvalidInputException;
import dev.belay.model.checkpoint.AdapterFolder;
import dev.belay.model.hub.FakeHub.Fault;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubTest {
    private static final HubReference MODEL = HubReference.parse("hf:owner/name");
    private static final String WEIGHTS = "0123456789".repeat(2000);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path cache;

    @SuppressWarnings("NullAway.Init")
    private FakeHub server;

    private final List<Duration> pauses = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private final HubProgress progress = new HubProgress() {
        @Override
        public void onBytes(String file, long done, long total) {
            assertThat(done).isLessThanOrEqualTo(total);
        }

        @Override
        public void onNotice(String message) {
            notices.add(message);
        }
    };

    @BeforeEach
    void start() throws IOException {
        server = new FakeHub();
        server.put("config.json", "{}");
        server.put("tokenizer.json", "{\"a\": 1}");
        server.put("model.safetensors", WEIGHTS);
        server.put("pytorch_model.bin", "pickle");
        server.put("README.md", "read me");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Hub hub(@Nullable String token, boolean offline, URI endpoint) {
        return new Hub(new HubSettings(cache, endpoint, token, offline), Map.of("NO_PROXY", "*"), pauses::add);
    }

    private Path fetch() {
        return hub(null, false, server.address()).folder(MODEL, progress);
    }

    private Path root() {
        return cache.resolve("models--owner--name");
    }

    private long filesAskedFor(String name) {
        return server.requests.stream()
                .filter(r -> r.contains("/" + name + " "))
                .count();
    }

    @Test
    void folder_fresh_hasTheLayoutOfPythonsCache() throws IOException {
        Path folder = fetch();
        assertThat(folder).isEqualTo(root().resolve("snapshots").resolve(FakeHub.COMMIT));
        assertThat(folder.resolve("model.safetensors")).isSymbolicLink().hasContent(WEIGHTS);
        assertThat(Files.readSymbolicLink(folder.resolve("config.json")))
                .isEqualTo(Path.of(
                        "../../blobs", FakeHub.gitHash("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8))));
        assertThat(root().resolve("refs/main")).hasContent(FakeHub.COMMIT);
        try (var names = Files.list(folder)) {
            assertThat(names.map(p -> p.getFileName().toString()))
                    .containsExactlyInAnyOrder("config.json", "tokenizer.json", "model.safetensors");
        }
        assertThat(filesAskedFor("pytorch_model.bin")).isZero();
    }

    @Test
    void folder_again_fetchesNoFileTwice() {
        fetch();
        fetch();
        assertThat(filesAskedFor("model.safetensors")).isEqualTo(1);
        int before = server.requests.size();
        hub(null, false, server.address()).folder(HubReference.parse("hf:owner/name@" + FakeHub.COMMIT), progress);
        assertThat(server.requests).as("a commit cannot change").hasSize(before);
    }

    @Test
    void folder_sharded_fetchesWhatTheIndexNames() {
        server.files.remove("model.safetensors");
        server.put("model-1.safetensors", "one");
        server.put("model-2.safetensors", "two");
        server.put("other.safetensors", "not of the model");
        server.put(
                "model.safetensors.index.json",
                "{\"weight_map\": {\"a\": \"model-1.safetensors\", \"b\": \"model-2.safetensors\", \"c\": \"model-1.safetensors\"}}");
        Path folder = fetch();
        assertThat(folder.resolve("model-2.safetensors")).hasContent("two");
        assertThat(folder.resolve("other.safetensors")).doesNotExist();
        server.put("model.safetensors.index.json", "{\"weight_map\": {\"a\": \"../../secret.safetensors\"}}");
        refused(this::fetch, "names no files, or names that are no safetensors");
        server.put("model.safetensors.index.json", "{\"weight_map\": {\"a\": \"model-3.safetensors\"}}");
        refused(this::fetch, "names model-3.safetensors, which the repository does not have");
    }

    @Test
    void folder_cutConnections_goOnWhereTheyWereCut() {
        Collections.addAll(server.faults, Fault.NONE, Fault.NONE, Fault.CUT, Fault.CUT, Fault.CUT);
        assertThat(fetch().resolve("model.safetensors")).hasContent(WEIGHTS);
        assertThat(server.requests.stream().filter(r -> r.contains("bytes=10000-")))
                .hasSize(1);
        assertThat(server.requests.stream().filter(r -> r.contains("bytes=17500-")))
                .hasSize(1);
        assertThat(notices).anyMatch(n -> n.contains("after 10000 of 20000 bytes; going on from there"));
    }

    @Test
    void folder_unfinishedFileOfAnEarlierProcess_isContinued() throws IOException {
        byte[] weights = WEIGHTS.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Path blobs = Files.createDirectories(root().resolve("blobs"));
        Files.writeString(blobs.resolve(FakeHub.hash("SHA-256", weights) + ".incomplete"), WEIGHTS.substring(0, 777));
        assertThat(fetch().resolve("model.safetensors")).hasContent(WEIGHTS);
        assertThat(server.requests.stream().filter(r -> r.contains("bytes=777-")))
                .hasSize(1);
        assertThat(blobs).isDirectoryNotContaining("glob:**.incomplete");
    }

    @Test
    void folder_serverThatIgnoresTheRange_startsAgain() {
        Collections.addAll(server.faults, Fault.NONE, Fault.NONE, Fault.CUT, Fault.IGNORE_RANGE);
        assertThat(fetch().resolve("model.safetensors")).hasContent(WEIGHTS);
    }

    @Test
    void folder_wrongBytesOnce_areFetchedAgain_twice_areRefused() {
        Collections.addAll(server.faults, Fault.NONE, Fault.NONE, Fault.WRONG_BYTES);
        assertThat(fetch().resolve("model.safetensors")).hasContent(WEIGHTS);
        server.put("model.safetensors", WEIGHTS + "new");
        Collections.addAll(server.faults, Fault.WRONG_BYTES, Fault.WRONG_BYTES);
        refused(this::fetch, "model.safetensors arrived twice with bytes that are not those of hash");
    }

    @Test
    void folder_tooManyBytes_areRefusedInTheEnd() {
        server.faults.addAll(Collections.nCopies(2, Fault.NONE));
        server.faults.addAll(Collections.nCopies(HubConnection.ATTEMPTS, Fault.TOO_LONG));
        refused(
                this::fetch,
                "model.safetensors cannot be fetched: the server sent more than the 20000 bytes of the file");
        assertThat(pauses).hasSize(HubConnection.ATTEMPTS - 1);
    }

    @Test
    void folder_busyServer_isAskedAgainAfterTheTimeItNames() {
        server.retryAfter = "7";
        Collections.addAll(server.faults, Fault.BUSY, Fault.BUSY);
        assertThat(fetch().resolve("config.json")).hasContent("{}");
        assertThat(pauses).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(7));
        assertThat(notices).contains("the Hub answers 429; waiting 7 s (attempt 1 of 5)");
    }

    @Test
    void folder_serverThatStaysBusy_isLeftAlone() {
        server.descriptionStatus = 429;
        refused(this::fetch, "answers 429: too many requests; try again later, or set HF_TOKEN");
        assertThat(pauses).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L);
        pauses.clear();
        server.retryAfter = "3600";
        refused(this::fetch, "try again in 3600 s");
        assertThat(pauses).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | '' | is private or gated; check the name, or set HF_TOKEN",
                "403 | GatedRepo | accept the conditions on http://127.0.0.1",
                "404 | RevisionNotFound | it has no revision main; see http://127.0.0.1",
                "404 | RepoNotFound | there is no such model or file",
                "500 | '' | the server failed 5 times"
            })
    void folder_refusals_sayWhatToDo(int status, String code, String advice) {
        server.descriptionStatus = status;
        server.errorCode = code;
        refused(this::fetch, "model hf:owner/name@main: the Hub answers " + status, advice);
    }

    @Test
    void folder_token_isShownToTheHubOnly() {
        Collections.addAll(server.faults, Fault.NONE, Fault.NONE, Fault.REDIRECT);
        hub("secret", false, server.address()).folder(MODEL, progress);
        assertThat(server.requests).filteredOn(r -> r.startsWith("/owner")).allMatch(r -> r.endsWith("Bearer secret"));
        assertThat(server.requests)
                .filteredOn(r -> r.startsWith("/elsewhere"))
                .hasSize(1)
                .allMatch(r -> r.endsWith("null"));
        server.descriptionStatus = 401;
        refused(() -> hub("bad", false, server.address()).folder(MODEL, progress), "the token is not accepted");
    }

    @Test
    void folder_offline_takesTheCacheOrSaysWhatIsThere() {
        refused(
                () -> hub(null, true, server.address()).folder(MODEL, progress),
                "is not in the cache",
                "HF_HUB_OFFLINE forbids fetching it");
        Path folder = fetch();
        int before = server.requests.size();
        assertThat(hub(null, true, server.address()).folder(MODEL, progress)).isEqualTo(folder);
        assertThat(server.requests).hasSize(before);
        refused(
                () -> hub(null, true, server.address()).folder(HubReference.parse("hf:owner/other"), progress),
                "[hf:owner/name]");
    }

    @Test
    void folder_unreachableHub_takesTheCacheOrSaysWhatToCheck() {
        URI nowhere = URI.create("http://127.0.0.1:1");
        refused(() -> hub(null, false, nowhere).folder(MODEL, progress), "cannot be reached", "HTTPS_PROXY");
        Path folder = fetch();
        assertThat(hub(null, false, nowhere).folder(MODEL, progress)).isEqualTo(folder);
        assertThat(notices).anyMatch(n -> n.contains("taking hf:owner/name@main from the cache"));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void folder_busyHub_takesTheCacheWhereThereIsOne(int status) {
        Path folder = fetch();
        server.descriptionStatus = status;
        assertThat(fetch()).isEqualTo(folder);
        assertThat(notices)
                .anyMatch(n -> n.contains("the Hub answers " + status)
                        && n.endsWith("; taking hf:owner/name@main from the cache"));
        server.descriptionStatus = 403;
        refused(this::fetch, "access is not granted");
    }

    @Test
    void folder_commitWithoutTokenizer_isAskedForTheRest() throws IOException {
        HubReference pinned = HubReference.parse("hf:owner/name@" + FakeHub.COMMIT);
        Path folder = fetch();
        // As Python leaves it when a program asks for the weights only.
        Files.delete(folder.resolve("tokenizer.json"));
        assertThat(hub(null, true, server.address()).folder(pinned, progress)).isEqualTo(folder);
        assertThat(folder.resolve("tokenizer.json")).doesNotExist();
        assertThat(hub(null, false, server.address()).folder(pinned, progress)).isEqualTo(folder);
        assertThat(folder.resolve("tokenizer.json")).hasContent("{\"a\": 1}");
        assertThat(filesAskedFor("model.safetensors")).isEqualTo(1);
    }

    @Test
    void folder_picklesOnly_areRefusedWithTheReason() {
        server.files.remove("model.safetensors");
        refused(this::fetch, "belay reads safetensors only, never pickles such as pytorch_model.bin");
    }

    @Test
    void cached_listsWhatCanBeLoaded() throws IOException {
        fetch();
        Files.createDirectories(cache.resolve("models--half--done/snapshots/" + FakeHub.COMMIT));
        assertThat(hub(null, true, server.address()).cached()).singleElement().satisfies(model -> {
            assertThat(model.reference()).isEqualTo("hf:owner/name");
            assertThat(model.commit()).isEqualTo(FakeHub.COMMIT);
            assertThat(model.bytes()).isEqualTo(20_000 + 2 + 8);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hf:name",
                "hf:a/b/c",
                "hf:../x",
                "hf:a/..",
                "hf:a/b@../../x",
                "hf:a/b@",
                "hf:a--b/c",
                "hf:/",
                "hf:a/b c"
            })
    void reference_thatIsNone_isRefused(String text) {
        refused(() -> HubReference.parse(text), "hf:");
    }

    @Test
    void reference_withRevision_isRead() {
        assertThat(HubReference.parse("hf:Qwen/Qwen2.5-0.5B")).isEqualTo(new HubReference("Qwen/Qwen2.5-0.5B", "main"));
        assertThat(HubReference.parse("hf:a/b@refs/pr/1").revision()).isEqualTo("refs/pr/1");
    }

    private static void refused(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call).isInstanceOf(InvalidInputException.class).hasMessageContainingAll(parts);
    }

    private static final String ADAPTERS =
            "{\"peft_type\": \"LORA\", \"base_model_name_or_path\": \"%s\", \"r\": 2, \"lora_alpha\": 4%s}";

    private void offerAdapters() throws IOException {
        server.close();
        server = new FakeHub();
        server.put("adapter_config.json", ADAPTERS.formatted("owner/base", ""));
        server.put("adapter_model.safetensors", WEIGHTS);
        server.put("training_args.bin", "pickle");
    }

    @Test
    void folder_ofAdapters_hasTheirFilesAndIsFoundAgainOffline() throws IOException {
        offerAdapters();
        Path folder = fetch();
        assertThat(AdapterFolder.is(folder)).isTrue();
        assertThat(folder.resolve("adapter_model.safetensors")).hasContent(WEIGHTS);
        assertThat(folder.resolve("training_args.bin")).doesNotExist();
        assertThat(hub(null, true, server.address()).folder(MODEL, progress)).isEqualTo(folder);
    }

    /** Two commits of the base lie in the cache; without a revision it is that of the branch main. */
    @ParameterizedTest
    @CsvSource({"'', bbbb", "', \"revision\": \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"', aaaa"})
    void adapterBase_cached_isTheRevisionNamedOrMain(String revision, String commit) throws IOException {
        Path base = cache.resolve("models--owner--base");
        for (String each : List.of("a", "b")) {
            Path snapshot = Files.createDirectories(base.resolve("snapshots").resolve(each.repeat(40)));
            Files.writeString(snapshot.resolve("config.json"), "{}");
            Files.writeString(snapshot.resolve("model.safetensors"), WEIGHTS);
        }
        Files.createDirectories(base.resolve("refs"));
        Files.writeString(base.resolve("refs/main"), "b".repeat(40));
        Path found = base(ADAPTERS.formatted("owner/base", revision)).find();
        assertThat(found)
                .isEqualTo(
                        base.resolve("snapshots").resolve(commit.substring(0, 1).repeat(40)));
        assertThat(HubReference.ofSnapshot(found))
                .contains(new HubReference("owner/base", commit.substring(0, 1).repeat(40)));
    }

    private AdapterBase base(String config) throws IOException {
        Path folder = Files.createDirectories(cache.resolve("adapters"));
        Files.writeString(folder.resolve("adapter_config.json"), config);
        return new AdapterBase(AdapterFolder.open(folder), hub(null, true, server.address()));
    }

    @Test
    void adapterBase_besideTheAdapters_isFound() throws IOException {
        Files.createDirectories(cache.resolve("beside"));
        assertThat(base(ADAPTERS.formatted("../beside", "")).find()).isEqualTo(cache.resolve("adapters/../beside"));
    }

    @ParameterizedTest
    @CsvSource({
        "/home/somebody/model, holds adapters of \"/home/somebody/model\"",
        "../gone, may be a path or OWNER/NAME",
        "'', which is no name",
        "owner/base, ./belay models hf:owner/base@main fetches it"
    })
    void adapterBase_gone_namesTheAdaptersAndTheWayOut(String named, String message) throws IOException {
        AdapterBase base = base(ADAPTERS.formatted(named, ""));
        assertThatThrownBy(base::find)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(cache.resolve("adapters").toString())
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/models/owner",
                "models--a--b/snapshots/main",
                "x/snapshots/0123456789012345678901234567890123456789"
            })
    void ofSnapshot_otherFolders_areNone(String folder) {
        assertThat(HubReference.ofSnapshot(Path.of(folder))).isEmpty();
    }
}
