package dev.belay.verify.equal;

import java.util.Arrays;

/** A product of atoms to positive powers: parallel arrays, atoms ascending. */
final class Monomial {

    static final Monomial ONE = new Monomial(new int[0], new int[0]);

    final int[] atoms;
    final int[] powers;
    private final int hash;

    Monomial(int[] atoms, int[] powers) {
        this.atoms = atoms;
        this.powers = powers;
        this.hash = 31 * Arrays.hashCode(atoms) + Arrays.hashCode(powers);
    }

    static Monomial of(int atom, int power) {
        return power == 0 ? ONE : new Monomial(new int[] {atom}, new int[] {power});
    }

    Monomial times(Monomial o) {
        if (atoms.length == 0) {
            return o;
        }
        if (o.atoms.length == 0) {
            return this;
        }
        int[] a = new int[atoms.length + o.atoms.length];
        int[] p = new int[a.length];
        int n = 0;
        int i = 0;
        int j = 0;
        while (i < atoms.length || j < o.atoms.length) {
            boolean left = j == o.atoms.length || (i < atoms.length && atoms[i] <= o.atoms[j]);
            boolean right = i == atoms.length || (j < o.atoms.length && o.atoms[j] <= atoms[i]);
            a[n] = left ? atoms[i] : o.atoms[j];
            p[n++] = (left ? powers[i] : 0) + (right ? o.powers[j] : 0);
            i += left ? 1 : 0;
            j += right ? 1 : 0;
        }
        return new Monomial(Arrays.copyOf(a, n), Arrays.copyOf(p, n));
    }

    /** This without its i-th factor. */
    Monomial without(int i) {
        int n = atoms.length - 1;
        int[] a = new int[n];
        int[] p = new int[n];
        for (int k = 0; k < n; k++) {
            int from = k < i ? k : k + 1;
            a[k] = atoms[from];
            p[k] = powers[from];
        }
        return new Monomial(a, p);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Monomial m && Arrays.equals(atoms, m.atoms) && Arrays.equals(powers, m.powers);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
