@interface Broken : NSObject
@property (nonatomic) NSString *kept;
- (void)notClosed:(NSString *)text
@end

@implementation Broken

- (void)before {
    [self save:@"before"];
}

- (void)wrong {
    [self save:@"wrong";
    if (x { }
}

- (void)after {
    [self save:@"after"];
}

@end
