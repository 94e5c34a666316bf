package org.widemargin.serve;

/**
 * The smallest change of an image that is known to make the network answer something else.
 *
 * @param from the class before
 * @param to the class after
 * @param norm that the change is measured in
 * @param distance how large it is
 * @param changed the image after it, a data URI
 * @param change what was added (white) and taken away (black), as strong as can be shown
 */
record SmallestChange(
    String from, String to, String norm, double distance, String changed, String change) {}
