/**
 * Clones by http and https: from nginx with git-http-backend(1), and from servers that answer what
 * they should not.
 */
package got.packaging.http;
