/**
 * The helper that turns a pack into a verified pack file and its index.
 *
 * <p>got hands it a pipe to read the pack from and two empty files; it knows neither their names
 * nor where the bytes come from.
 */
package got.index;
