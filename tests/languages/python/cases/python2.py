import httplib

print "starting", httplib

def old(x):
    print >>sys.stderr, "failed: %s" % x
    exec "x = 1"
    try:
        raise ValueError, "bad"
    except (KeyError, ValueError), error:
        print error
    return 0777L <> 0x1FL
