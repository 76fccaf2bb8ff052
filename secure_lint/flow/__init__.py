"""The abstract interpreter: it runs the functions of a program over what can be known of their values.

`values` are what is known and what is told of functions, `code` how expressions and statements run, `models` how what
the models say of a call is carried out, and `server` what code says of the server that it is part of. Here stand the
interpreter that joins them and the fixed point over a whole program.
"""
