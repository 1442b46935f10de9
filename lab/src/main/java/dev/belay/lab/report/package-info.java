/**
 * report.html: one file without external requests that shows what a study or a run did.
 *
 * <p>{@link dev.belay.lab.report.ReportPage} puts page.html, page.css and the scripts beside it (in resources) together
 * with the data as JSON; the scripts draw everything in the reader's browser.
 * {@link dev.belay.lab.report.RunData} is one run as the page needs it.
 */
@NullMarked
package dev.belay.lab.report;

import org.jspecify.annotations.NullMarked;
