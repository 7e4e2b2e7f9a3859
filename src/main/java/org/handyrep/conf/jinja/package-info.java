/// Jinja templates rendered to the text that Jinja 3 renders, with undefined variables as errors. Nothing of Java can be reached from a template.
///
/// Two libraries were tried on the same templates. Pebble 4.1 spells too much differently (inline `if`, `in`, slices, `loop.index`). Jinjava 2.8 renders half of
/// them to other text, and lets `{% if not misspelled %}exit 0{% endif %}` pass without an error, which in an archive script throws WAL away.
@NullMarked
package org.handyrep.conf.jinja;

import org.jspecify.annotations.NullMarked;
