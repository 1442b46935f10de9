package dev.belay.model.forest;

import dev.belay.model.forest.Forest.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Token sequences with equal beginnings held once. A node is a token behind the tokens on the way to it. */
public final class TokenTrie {
    private static final int NONE = -1;

    /** A token, under its parent or, with a negative number, as the first of a tree. */
    private record Edge(int from, int token) {}

    private final Map<Edge, Integer> nodes = new HashMap<>();
    private final List<Integer> roots = new ArrayList<>();
    private final Map<Integer, List<Target>> targets = new HashMap<>();
    private final List<Integer> withTargets = new ArrayList<>();
    private final List<List<Integer>> children = new ArrayList<>();
    private int[] token = new int[256];
    private int[] parent = new int[256];
    private int[] depth = new int[256];

    /** Where sequences of the tree with this number begin, for {@link #add}. */
    public int root(int number) {
        return -2 - number;
    }

    /**
     * Adds the first {@code length} tokens behind a node.
     *
     * @param behind a node, or what {@link #root} gives
     * @return the node of the last
     */
    public int add(int behind, int[] ids, int length) {
        int at = behind;
        for (int i = 0; i < length; i++) {
            at = child(at, ids[i]);
        }
        return at;
    }

    /** Adds a completion behind the last node of its prompt, and what its tokens' predecessors have to predict. */
    public void addTargets(int promptEnd, int[] completion, int sequence) {
        int at = promptEnd;
        for (int i = 0; i < completion.length; i++) {
            int from = at;
            targets.computeIfAbsent(at, node -> {
                        withTargets.add(from);
                        return new ArrayList<>();
                    })
                    .add(new Target(sequence, i, completion[i]));
            if (i + 1 < completion.length) {
                at = child(at, completion[i]);
            }
        }
    }

    /** The node of a token behind a node, or behind what {@link #root} gives; made if it is not there. */
    public int child(int from, int id) {
        Integer known = nodes.get(new Edge(from, id));
        if (known != null) {
            return known;
        }
        int node = size();
        if (node == token.length) {
            token = Arrays.copyOf(token, 2 * node);
            parent = Arrays.copyOf(parent, 2 * node);
            depth = Arrays.copyOf(depth, 2 * node);
        }
        boolean first = from < 0;
        nodes.put(new Edge(from, id), node);
        token[node] = id;
        parent[node] = first ? NONE : from;
        depth[node] = first ? 0 : depth[from] + 1;
        children.add(new ArrayList<>(1));
        (first ? roots : children.get(from)).add(node);
        return node;
    }

    /** As {@link #child}, but a negative number if it is not there. */
    public int find(int from, int id) {
        return nodes.getOrDefault(new Edge(from, id), NONE);
    }

    public int size() {
        return children.size();
    }

    public List<Integer> roots() {
        return roots;
    }

    public int token(int node) {
        return token[node];
    }

    /** Tokens before this one. */
    public int depth(int node) {
        return depth[node];
    }

    public List<Integer> children(int node) {
        return children.get(node);
    }

    /** The child of a node that does not branch, otherwise a negative number. */
    public int onlyChild(int node) {
        return children.get(node).size() == 1 ? children.get(node).getFirst() : NONE;
    }

    /** The rows of a node and all before it, by depth. */
    public int[] path(int node, int[] rowOf) {
        int[] path = new int[depth[node] + 1];
        for (int n = node; n >= 0; n = parent[n]) {
            path[depth[n]] = rowOf[n];
        }
        return path;
    }

    /** Nodes that have something to predict, in the order in which they were added. */
    public List<Integer> nodesWithTargets() {
        return withTargets;
    }

    public List<Target> targets(int node) {
        return targets.getOrDefault(node, List.of());
    }
}
