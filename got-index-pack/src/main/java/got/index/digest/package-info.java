/** Digests that compute object ids. */
package got.index.digest;
