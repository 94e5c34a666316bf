@NullMarked
package org.widemargin.web;

import org.jspecify.annotations.NullMarked;
