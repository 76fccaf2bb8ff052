#define SERVICE_URL @"https://api.example.com"
#define TIMEOUT 30
#define BASE SERVICE_URL @"/v1" // all of it
#define EMPTY
#define SQUARE(x) ((x) * (x))
#define LOG(format, ...) NSLog((@"%s " format), __func__, ##__VA_ARGS__)
#define FAIL(reason) do { \
    LOG(reason); \
    abort(); \
} while (0)

#ifdef DEBUG
#define TRACE(...) NSLog(__VA_ARGS__)
#define HOST @"dev.example.com"
#else
#define TRACE(...)
#define HOST @"example.com"
#endif

#if !defined(PLAIN)
static BOOL encrypts = YES;
#endif

extern "C" {
void outside(void);
}

WIDGET_MODULE()

@implementation Bridge

WIDGET_METHOD(store:(NSString *)token
              resolver:(Resolve)resolve) {
    TRACE(@"%@", token);
}

- (void)called
API_AVAILABLE(ios(11.0), macos(10.13))
{
    // secure-lint: allow sensitive-data-in-log (support asks for it)
    LOG(@"%d", SQUARE(2));
}

@end

@interface Journal : NSObject
@property (nonatomic) os_log_t log;
#ifdef DEBUG
#define JournalDebug(format, ...) os_log_debug(Journal.shared.log, format, ##__VA_ARGS__)
#endif
#define JournalError(format, ...) os_log_error(Journal.shared.log, format, ##__VA_ARGS__)
#define JOURNAL_LIMIT (20)
- (void)rotate;
@end

@implementation Journal
#define KEEP(entry) [self keep:entry]
- (void)rotate {
    KEEP(@"rotated");
}
@end
