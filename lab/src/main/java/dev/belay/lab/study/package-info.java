/**
 * Many runs that answer one question: arms that differ in one thing, seeds, families of models, controls, and what may
 * be concluded.
 *
 * <p>Reading order: {@link dev.belay.lab.study.StudyResults} (results.json) and
 * {@link dev.belay.lab.study.Verdicts}, which turns intervals into sentences and refuses to say more than they hold.
 */
@NullMarked
package dev.belay.lab.study;

import org.jspecify.annotations.NullMarked;
