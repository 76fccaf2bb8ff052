#import <Foundation/Foundation.h>
#import "LedgerCategories.h"
@import UIKit;

@class Ledger, Entry;

NS_ASSUME_NONNULL_BEGIN

extern NSString *const LedgerChanged;
static NSString *const kLedgerName = @"ledger";
NSString * const kLongName = @"first "
                             @"second";
static int first = 1, second;
static void (^whenDone)(NSString *name) = ^(NSString *name) { NSLog(@"%@", name); };

typedef NS_ENUM(NSInteger, EntryKind) {
    EntryKindIncome,
    EntryKindExpense = 2
};
typedef NSString *EntryName NS_TYPED_ENUM;
typedef void (^EntryHandler)(Entry *_Nullable entry, NSError *_Nullable error);

typedef struct {
    char *password; // as it was typed
    uint8_t salt[16];
} StoredLogin;

struct point { int x, y; };

@protocol LedgerStore <NSObject>
@required
- (BOOL)save:(Entry *)entry error:(NSError **)error NS_SWIFT_NAME(save(_:));
@property (nonatomic, readonly) NSString *name;
@optional
- (void)ledgerDidChange;
@end

@interface Ledger : NSObject <LedgerStore, NSCoding> {
@private
    NSString *_secret;
    int count, total;
}

/// What the bank calls it.
@property (nonatomic, copy, nullable) NSString *iban; // without spaces
@property (weak, nonatomic) IBOutlet UITextField *pinField;
@property (nonatomic) NSArray<Entry *> *entries, *archive;
@property (nonatomic, copy) void (^done)(NSString *text, NSError *error);
@property (class, readonly) Ledger *shared;
@property (nonatomic) id<LedgerStore> store;
@property (nonatomic) NSDictionary<NSString *, NSArray<NSNumber *> *> *sums UI_APPEARANCE_SELECTOR;

+ (instancetype)sharedLedger;
- (instancetype)initWithIBAN:(NSString *)iban store:(id<LedgerStore>)store NS_DESIGNATED_INITIALIZER;
- (instancetype)init NS_UNAVAILABLE;
@end

@interface Ledger ()
@property (nonatomic) NSString *pin;
@end

@interface NSString (Grouping)
- (NSString *)grouped;
@end

NS_ASSUME_NONNULL_END

@implementation NSString (Grouping)
- (NSString *)grouped {
    return [self stringByAppendingString:@" "];
}
@end

@implementation Ledger
@synthesize name = _name;
@dynamic archive;

static Ledger *instance = nil;

+ (instancetype)sharedLedger {
    static dispatch_once_t once;
    dispatch_once(&once, ^{
        instance = [[self alloc] initWithIBAN:@"" store:[[self class] defaultStore]];
    });
    return instance;
}

+ (id<LedgerStore>)defaultStore {
    return [Store new];
}

- (instancetype)initWithIBAN:(NSString *)iban store:(id<LedgerStore>)store {
    self = [super init];
    if (self) {
        _iban = [iban copy];
        self.store = store;
        self->_secret = nil;
    }
    return self;
}

- (instancetype)initWithCoder:(NSCoder *)coder {
    if (!(self = [super init])) {
        return nil;
    }
    _iban = [coder decodeObjectForKey:@"iban"];
    return self;
}

- (instancetype)initForTesting {
    return [self initWithIBAN:@"DE00" store:nil];
}

- (BOOL)save:(Entry *)entry error:(NSError **)error {
    NSString *_local = entry.name;
    _secret = _local;
    return [self.store save:entry error:error];
}

- (void)add:(int)amount :(int)cents format:(NSString *)format, ... {
    total += amount;
}

int sum(int a, const unsigned char *bytes, size_t length) {
    return a;
}
@end

static NSString *describe(Ledger *ledger) {
    return ledger.iban;
}
