"""The client side of an OutSystems app as the platform generates it: the ``www`` folder of an APK, IPA or web app.

Both runtimes are read: AMD modules with prototypes (OutSystems 10 and 11), and classes or ES modules (later 11, ODC),
plain or minified.
"""
