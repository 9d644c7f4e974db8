/** What got and gotadmin alike tell got-index-pack before it starts on a pack. */
package got.cli.index;
