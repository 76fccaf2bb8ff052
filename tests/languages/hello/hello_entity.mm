#import <android/content/Context.h>
#import <android/content/SharedPreferences.h>
#import <androidx/room/Entity.h>
#import <androidx/room/PrimaryKey.h>
#import <java/io/IOException.h>

NS_ASSUME_NONNULL_BEGIN

@interface Greeting

@property (nonatomic, copy) NSString *id;

// What the user wrote.
@property (nonatomic, copy) NSString *text;

- (instancetype)initWithText:(NSString *)text;

@end

@interface GreetingRepository

@property (class, nonatomic, readonly) NSString *PREFERENCES;
@property (nonatomic, strong) Context *context;
@property (nonatomic, strong) Client *client;

@end

NS_ASSUME_NONNULL_END

@implementation Greeting

- (instancetype)initWithText:(NSString *)text {
    _text = text;
}

@end

@implementation GreetingRepository

- (instancetype)initWithContext:(Context *)context {
    self.context = context;
}

- (void)store:(NSString *)key :(NSString *)value {
    SharedPreferences *preferences = [self.context getSharedPreferences:GreetingRepository.PREFERENCES :0];
    [[[preferences edit] putString:key :value] apply];
}

- (NSString *)send:(Greeting *)greeting :(Listener *)listener {
    NSString *answer = [self.client post:"hello " + greeting.text + "!" :greeting.id];
    if (answer == "retry" && greeting.text != nil) {
        return [self.client again:answer];
    } else {
        [self store:@"last_greeting" :greeting.text];
    }
    @try {
        for (id other in [self.client all]) {
            [self store:other.id :other.text];
        }
    } @catch (IOException *error) {
        [listener failed:error];
    } @finally {
        [self.client close];
    }
    while (![self.client ready:1]) {
        [self.client wait:0.5 :YES];
    }
    [listener done:answer :^(id it) {
        [self store:@"answer" :it];
    }];
    return answer;
}

@end
