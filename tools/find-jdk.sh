# Sourced by ./belay and ./mvnw: sets JDK to the folder of a JDK 25, or prints in two lines how to get one and returns 1.
# Reads the `release` file that every JDK carries instead of starting a JVM, so the whole search takes milliseconds.

JDK_VERSION=25

is_jdk() { # FOLDER
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    while IFS= read -r line; do
        case $line in
            "JAVA_VERSION=\"$JDK_VERSION\"" | "JAVA_VERSION=\"$JDK_VERSION."*) return 0 ;;
        esac
    done < "$1/release"
    return 1
}

jdk_on_path() {
    java=$(command -v java 2>/dev/null) || return 1
    hops=0
    while [ -L "$java" ] && [ $hops -lt 16 ]; do # readlink -f is not everywhere
        target=$(readlink "$java")
        case $target in
            /*) java=$target ;;
            *) java=${java%/*}/$target ;;
        esac
        hops=$((hops + 1))
    done
    printf '%s\n' "${java%/bin/java}"
}

find_jdk() {
    if [ -n "${BELAY_JAVA_HOME:-}" ]; then # an explicit wish is never overridden silently
        JDK=$BELAY_JAVA_HOME
        is_jdk "$JDK" && return 0
        echo "belay: BELAY_JAVA_HOME=$BELAY_JAVA_HOME is not a JDK $JDK_VERSION (bin/javac and a release file that says JAVA_VERSION=\"$JDK_VERSION...\")." >&2
        echo "       Point it to one, or unset it to search JAVA_HOME, PATH and the usual install places." >&2
        return 1
    fi
    for JDK in "${JAVA_HOME:-}" "$(jdk_on_path)" \
        /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/* /opt/java/* /opt/jdk/* \
        "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* "$HOME"/.jdks/* "$HOME"/.local/share/mise/installs/java/* \
        "$HOME"/.asdf/installs/java/* /home/linuxbrew/.linuxbrew/opt/openjdk*/libexec \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
        [ -n "$JDK" ] && is_jdk "$JDK" && return 0
    done
    echo "belay: needs a JDK $JDK_VERSION and found none in BELAY_JAVA_HOME, JAVA_HOME, PATH or the usual install places." >&2
    echo "       Install one, for instance from https://adoptium.net (or: sdk install java $JDK_VERSION-tem, brew install openjdk@$JDK_VERSION), or set BELAY_JAVA_HOME." >&2
    return 1
}
