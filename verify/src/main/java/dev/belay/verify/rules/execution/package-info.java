/**
 * The seam for code execution: what a sandbox must answer, and how its answer becomes a score. Nothing here runs code;
 * an implementation belongs in a module that may start processes.
 */
@NullMarked
package dev.belay.verify.rules.execution;

import org.jspecify.annotations.NullMarked;
