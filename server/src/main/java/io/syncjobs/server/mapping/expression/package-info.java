/** Expressions of attribute mappings and scoping filters: read, checked, and evaluated on the attributes of an object. */
@NullMarked
package io.syncjobs.server.mapping.expression;

import org.jspecify.annotations.NullMarked;
